"""Prints `domain/any_job.py`: the mean vector of job advertisements made up here, one an occupation.

Run `python -m benchmarks.any_job` after a change of the model. The texts are ours and name no employer.
"""

from collections.abc import Iterator

import numpy as np

from application.ports import Embedder
from domain.passages import Vector
from entrypoints.container import Container
from entrypoints.settings import load_settings

_A_LINE = 16
_OCCUPATIONS = """
Accountant | keeps ledgers, closes the month, prepares financial statements
Actor | rehearses scripts, performs on stage, attends auditions
Administrative Assistant | arranges meetings, files records, answers the telephone
Aircraft Mechanic | inspects airframes, replaces parts, signs off repairs
Architect | draws plans, checks building codes, supervises construction
Attorney | drafts contracts, argues in court, advises clients
Auditor | tests controls, samples transactions, reports findings
Baker | mixes dough, runs ovens, decorates cakes
Bank Teller | cashes checks, counts money, opens accounts
Bartender | mixes drinks, keeps the bar stocked, serves guests
Biologist | plans experiments, cultures cells, publishes results
Bookkeeper | enters invoices, reconciles bank statements, runs payroll
Business Analyst | gathers requirements, models processes, writes specifications
Business Development Manager | finds new clients, negotiates partnerships, grows revenue
Bus Driver | drives routes, checks the vehicle, helps passengers
Buyer | compares suppliers, places orders, negotiates prices
Call Center Agent | answers calls, solves complaints, logs tickets
Caregiver | helps with meals and bathing, gives medication, keeps company
Carpenter | frames walls, fits doors, reads blueprints
Cashier | scans goods, takes payments, balances the till
Chef | plans menus, leads the kitchen, controls food cost
Chemist | analyses samples, calibrates instruments, develops formulas
Civil Engineer | designs roads and bridges, runs calculations, inspects sites
Cleaner | mops floors, disinfects rooms, empties bins
Community Worker | organises programs, connects families to services, raises funds
Construction Manager | schedules crews, manages budgets, enforces site safety
Consultant | analyses operations, advises management, presents recommendations
Cook | prepares ingredients, grills and fries, keeps the kitchen clean
Copywriter | writes advertisements, edits text, develops campaigns
Courier | delivers parcels, plans routes, collects signatures
Customer Service Representative | helps customers, processes returns, updates accounts
Dancer | learns choreography, performs, teaches classes
Data Analyst | queries databases, builds dashboards, explains trends
Data Scientist | trains models, cleans data, tests hypotheses
Database Administrator | backs up databases, tunes queries, manages access
Dental Assistant | prepares patients, sterilises instruments, takes X-rays
Dietitian | assesses nutrition, plans diets, counsels patients
Digital Marketing Specialist | runs campaigns, optimises search, measures traffic
Economist | studies markets, forecasts demand, writes reports
Editor | reviews manuscripts, checks facts, plans issues
Electrical Engineer | designs circuits, tests power systems, writes specifications
Electrician | wires buildings, finds faults, installs panels
Elementary School Teacher | plans lessons, teaches reading and arithmetic, meets parents
Environmental Scientist | samples soil and water, assesses impact, writes permits
Event Planner | books venues, coordinates vendors, manages budgets
Factory Worker | runs machines, packs products, checks quality
Farm Manager | plans crops, looks after animals, maintains machinery
Fashion Designer | sketches garments, selects fabrics, fits samples
Film Editor | cuts footage, mixes sound, delivers masters
Financial Analyst | builds models, forecasts earnings, analyses budgets
Firefighter | fights fires, rescues people, maintains equipment
Fitness Trainer | designs workouts, teaches classes, assesses clients
Flight Attendant | secures the cabin, serves passengers, gives first aid
Forklift Operator | moves pallets, loads trucks, counts stock
Gardener | plants beds, mows lawns, prunes trees
Graphic Designer | designs logos, lays out pages, prepares artwork
Hairdresser | cuts and colours hair, advises clients, keeps appointments
Hotel Manager | leads staff, welcomes guests, fills rooms
Human Resources Manager | recruits staff, settles disputes, administers benefits
Industrial Engineer | improves workflows, measures time, plans capacity
Insurance Agent | sells policies, assesses risks, handles claims
Interior Designer | plans rooms, selects furniture, draws layouts
Interpreter | interprets speech, translates documents, prepares glossaries
Journalist | interviews sources, writes articles, checks facts
Laboratory Technician | runs tests, prepares samples, records results
Librarian | catalogues books, helps readers, runs programs
Loan Officer | reviews applications, assesses credit, closes loans
Logistics Coordinator | schedules shipments, tracks freight, handles customs
Machinist | sets up lathes, reads drawings, measures parts
Marketing Manager | plans campaigns, leads brands, manages agencies
Mechanical Engineer | designs parts, runs simulations, supports production
Medical Assistant | takes vital signs, schedules patients, keeps charts
Musician | composes, performs concerts, teaches students
Network Administrator | configures routers, monitors servers, secures networks
Nurse | gives medication, cares for patients, keeps charts
Occupational Therapist | assesses patients, plans therapy, adapts homes
Office Manager | orders supplies, supervises clerks, keeps budgets
Operations Manager | runs daily operations, sets targets, cuts costs
Painter | prepares surfaces, paints walls, mixes colours
Paralegal | researches cases, files motions, organises evidence
Pharmacist | dispenses medicines, advises patients, checks prescriptions
Photographer | takes portraits, edits images, sets lights
Physical Therapist | treats injuries, teaches exercises, tracks progress
Physician | examines patients, diagnoses disease, prescribes treatment
Pilot | flies aircraft, plans routes, checks weather
Plumber | fits pipes, repairs leaks, installs fixtures
Police Officer | patrols, investigates crimes, writes reports
Product Manager | sets the roadmap, talks to users, ships features
Professor | lectures, supervises theses, publishes research
Project Manager | plans projects, tracks budgets, leads teams
Psychologist | assesses clients, gives therapy, writes reports
Public Relations Specialist | writes press releases, answers media, plans events
Quality Inspector | measures parts, records defects, audits processes
Real Estate Agent | shows houses, lists properties, closes sales
Receptionist | greets visitors, answers calls, books appointments
Recruiter | searches candidates, interviews, negotiates offers
Retail Store Manager | supervises staff, orders goods, reaches sales targets
Sales Manager | leads sellers, sets quotas, wins accounts
Sales Representative | visits customers, demonstrates products, closes deals
School Principal | leads teachers, sets budgets, keeps discipline
Secondary School Teacher | teaches a subject, grades exams, prepares lessons
Security Guard | patrols buildings, watches cameras, checks badges
Social Worker | assesses families, plans support, writes case notes
Software Developer | writes code, reviews changes, tests and deploys services
Statistician | designs surveys, models data, reports results
Support Technician | installs computers, solves tickets, sets up accounts
Tax Adviser | prepares returns, plans taxes, answers authorities
Truck Driver | hauls freight, keeps logs, inspects the truck
Veterinarian | treats animals, operates, vaccinates
Video Producer | plans shoots, manages crews, delivers films
Waiter | takes orders, serves meals, settles bills
Warehouse Worker | picks orders, packs boxes, counts stock
Web Designer | designs pages, builds prototypes, writes style sheets
Welder | joins metal, reads drawings, grinds seams
"""


def advertisements() -> Iterator[str]:
    """Yield a short advertisement for each occupation."""
    for line in _OCCUPATIONS.strip().split("\n"):
        title, duties = (part.strip() for part in line.split("|"))
        yield "\n".join(
            (
                title,
                f"We are looking for a {title.lower()} who {duties}.",
                "Responsibilities:",
                *(f"- {duty[0].upper()}{duty[1:]}." for duty in duties.split(", ")),
                "- Works with colleagues and reports to management.",
                "Requirements:",
                "- Experience in a similar role.",
                "- Good communication and organisation.",
            )
        )


def mean_of_any_job(embedder: Embedder) -> Vector:
    """Return the (384,) mean of their vectors."""
    mean: Vector = embedder.embed(list(advertisements())).astype(np.float64).mean(axis=0)
    return mean


def main() -> None:
    """Print the numbers as they stand in the file."""
    numbers = np.rint(mean_of_any_job(Container(settings=load_settings()).model()) * 10_000).astype(int)
    for start in range(0, len(numbers), _A_LINE):
        print("    " + ", ".join(map(str, numbers[start : start + _A_LINE])) + ",")


if __name__ == "__main__":
    main()
