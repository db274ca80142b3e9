"""How six languages write dates: what the tests of dates are generated from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """Words and orders of one language.

    Attributes:
        months: per month its spellings, without the dot that a short one may end with.
        dated: further forms of a month, with `{month}`, `{year}` and perhaps `{day}`.
        first: forms of the first day of a month.
        negative: what looks like years or dates and is none.
        joiners: what may join two dates, besides a dash.
        framed: phrases around both, with `{a}` and `{b}`.
        present: what ends work that goes on, after a dash.
        until_now: the same after nothing but a space.
        since: phrases before its start, with `{a}`.
        seasons: per season, winter first, its spellings, each followed by what joins it to the year.
        quarters: forms with `{number}` and `{year}`.
        parts: words for early, middle and late of a year.
    """

    months: tuple[str, ...]
    dated: tuple[str, ...]
    joiners: tuple[str, ...]
    framed: tuple[str, ...]
    present: tuple[str, ...]
    until_now: tuple[str, ...]
    since: tuple[str, ...]
    seasons: tuple[str, ...]
    quarters: tuple[str, ...]
    parts: tuple[str, str, str]
    first: tuple[str, ...]
    negative: tuple[str, ...]


LOCALES = {
    "English": Locale(
        months=(
            *("January Jan", "February Feb", "March Mar", "April Apr", "May", "June Jun", "July Jul"),
            *("August Aug", "September Sep Sept", "October Oct", "November Nov", "December Dec"),
        ),
        dated=(
            "{month} {day}, {year}",
            "{month} {day} {year}",
            "{day}th of {month} {year}",
            "{day}th {month} {year}",
        ),
        joiners=("to", "until", "till", "through", "thru", "up to"),
        framed=("from {a} to {b}", "From {a} until {b}", "between {a} and {b}"),
        present=(
            "present",
            "Present",
            "now",
            "current",
            "today",
            "ongoing",
            "date",
            "the present",
            "till date",
        ),
        until_now=("to present", "to date", "until now", "till date", "to the present", "onwards", "onward"),
        since=("since {a}", "Since {a}", "starting {a}", "since early {a}"),
        seasons=("Winter", "Spring", "Summer", "Fall Autumn"),
        quarters=(
            "Q{number} {year}",
            "{year} Q{number}",
            "Q{number}/{year}",
            "{year}-Q{number}",
            "Q{number} of {year}",
        ),
        parts=("early {year}", "mid-{year}|mid {year}", "late {year}"),
        first=("{month} 1st, {year}", "1st {month} {year}", "1 {month} {year}"),
        negative=(
            "Phone: +1 2012 2015 2019",
            "pages 2010-2015",
            "pp. 1999-2004",
            "release 2019-2020",
            "ISO 9001:2008 - 2015",
            "$2000 - 2010",
            "Salary: USD 2000 - 2010",
            "Room 2010 - 2015",
            "2000-2010 employees",
            "ZIP 2010 - 2015",
            "v. 2017-2019",
            "May - June",
        ),
    ),
    "German": Locale(
        months=(
            *(
                "Januar Jan Jänner",
                "Februar Feb",
                "März Mär Mrz Maerz",
                "April Apr",
                "Mai",
                "Juni Jun",
            ),
            *("Juli Jul", "August Aug", "September Sep Sept", "Oktober Okt", "November Nov", "Dezember Dez"),
        ),
        dated=("{day}. {month} {year}", "{day}.{month} {year}"),
        joiners=("bis", "bis zum"),
        framed=("von {a} bis {b}", "vom {a} bis zum {b}", "zwischen {a} und {b}"),
        present=("heute", "jetzt", "dato", "laufend", "aktuell", "gegenwärtig", "bis heute"),
        until_now=("bis heute", "bis jetzt", "bis dato", "bis zum heutigen Tag"),
        since=("seit {a}", "Seit {a}", "ab {a}", "seit dem {a}", "seit Anfang {a}"),
        seasons=("Winter", "Frühling Frühjahr", "Sommer", "Herbst"),
        quarters=("{number}. Quartal {year}", "Q{number} {year}", "Q{number}/{year}"),
        parts=("Anfang {year}", "Mitte {year}", "Ende {year}"),
        first=("1. {month} {year}", "1.{month} {year}"),
        negative=(
            "Tel.: 0171 2010 2015",
            "Telefon: 2010 2015",
            "Seite 2010 - 2015",
            "DIN 2010 - 2015",
            "EUR 2000 - 2010",
            "2000-2010 Euro",
            "PLZ 2010 - 2015",
            "Version 2017 - 2019",
            "\u00a7 2010 - 2015",
            "Handy: 2010 2015",
            "Norm 2010 - 2015",
        ),
    ),
    "French": Locale(
        months=(
            *(
                "janvier janv jan",
                "février févr fév fevrier fevr",
                "mars",
                "avril avr",
                "mai",
                "juin",
            ),
            *("juillet juil", "août aout", "septembre sept", "octobre oct", "novembre nov"),
            "décembre déc decembre dec",
        ),
        dated=("{day} {month} {year}",),
        joiners=("à", "au", "jusqu'à", "jusqu\u2019en"),
        framed=("de {a} à {b}", "du {a} au {b}", "depuis {a} jusqu'à {b}", "entre {a} et {b}"),
        present=(
            "aujourd'hui",
            "aujourd\u2019hui",
            "présent",
            "maintenant",
            "en cours",
            "ce jour",
            "en poste",
            "actuel",
        ),
        until_now=(
            "à ce jour",
            "à aujourd'hui",
            "jusqu'à aujourd'hui",
            "à maintenant",
            "à présent",
        ),
        since=(
            "depuis {a}",
            "Depuis {a}",
            "à partir de {a}",
            "à compter de {a}",
            "depuis le début {a}",
        ),
        seasons=("hiver", "printemps", "été Ete", "automne"),
        quarters=(
            "T{number} {year}",
            "{number}e trimestre {year}",
            "{number}er trimestre {year}",
            "Q{number} {year}",
        ),
        parts=("début {year}", "mi-{year}", "fin {year}"),
        first=("1er {month} {year}",),
        negative=(
            "Tél. : 2010 2015",
            "Téléphone : 2010 2015",
            "pages 2010-2015",
            "p. 2010-2015",
            "norme ISO 9001:2008 - 2015",
            "2000-2010 euros",
            "EUR 2000 - 2010",
            "version 2017-2019",
            "n\u00b0 2010 - 2015",
            "Portable : 2010 2015",
        ),
    ),
    "Spanish": Locale(
        months=(
            *("enero ene", "febrero feb", "marzo mar", "abril abr", "mayo may", "junio jun", "julio jul"),
            *("agosto ago", "septiembre setiembre sep sept", "octubre oct", "noviembre nov", "diciembre dic"),
        ),
        dated=(
            "{month} de {year}",
            "{month} del {year}",
            "{day} de {month} de {year}",
            "{day} {month} {year}",
        ),
        joiners=("a", "al", "hasta", "hasta el"),
        framed=(
            "de {a} a {b}",
            "del {a} al {b}",
            "desde {a} hasta {b}",
            "desde {a} a {b}",
            "entre {a} y {b}",
        ),
        present=(
            "actualidad",
            "la actualidad",
            "actual",
            "presente",
            "hoy",
            "actualmente",
            "ahora",
            "en curso",
            "fecha",
        ),
        until_now=(
            "hasta la fecha",
            "hasta hoy",
            "hasta la actualidad",
            "a la fecha",
            "al presente",
            "a la actualidad",
        ),
        since=("desde {a}", "Desde {a}", "a partir de {a}", "desde principios de {a}"),
        seasons=("invierno de", "primavera de", "verano de", "otoño de otono"),
        quarters=(
            "T{number} {year}",
            "{number}T {year}",
            "Q{number} {year}",
            "{number}\u00ba trimestre de {year}",
        ),
        parts=(
            "principios de {year}|inicios de {year}",
            "mediados de {year}",
            "finales de {year}|fines de {year}",
        ),
        first=("1 de {month} de {year}", "1\u00ba de {month} de {year}"),
        negative=(
            "Teléfono: 2010 2015",
            "Móvil: 2010 2015",
            "página 2010 - 2015",
            "págs. 2010-2015",
            "ISO 9001:2008 - 2015",
            "EUR 2000 - 2010",
            "2000-2010 euros",
            "versión 2017-2019",
            "n\u00ba 2010 - 2015",
        ),
    ),
    "Portuguese": Locale(
        months=(
            *(
                "janeiro jan",
                "fevereiro fev",
                "março mar marco",
                "abril abr",
                "maio mai",
                "junho jun",
                "julho jul",
            ),
            *("agosto ago", "setembro set", "outubro out", "novembro nov", "dezembro dez"),
        ),
        dated=("{month} de {year}", "{day} de {month} de {year}", "{day} {month} {year}"),
        joiners=("a", "até", "ate", "ao", "à"),
        framed=("de {a} a {b}", "de {a} até {b}", "desde {a} até {b}", "entre {a} e {b}"),
        present=(
            "atual",
            "presente",
            "hoje",
            "atualmente",
            "o momento",
            "momento",
            "em andamento",
            "atualidade",
            "em curso",
        ),
        until_now=(
            "até o momento",
            "até hoje",
            "até à data",
            "até a presente data",
            "até ao presente",
        ),
        since=("desde {a}", "Desde {a}", "a partir de {a}", "desde o início de {a}"),
        seasons=("inverno de", "primavera de", "verão de verao", "outono de"),
        quarters=(
            "T{number} {year}",
            "{number}T {year}",
            "Q{number} {year}",
            "{number}\u00ba trimestre de {year}",
        ),
        parts=("início de {year}", "meados de {year}", "final de {year}|fim de {year}|finais de {year}"),
        first=("1\u00ba de {month} de {year}", "1 de {month} de {year}"),
        negative=(
            "Telefone: 2010 2015",
            "Telemóvel: 2010 2015",
            "Celular: 2010 2015",
            "página 2010 - 2015",
            "ISO 9001:2008 - 2015",
            "R$ 2000 - 2010",
            "2000-2010 euros",
            "versão 2017-2019",
            "n\u00ba 2010 - 2015",
        ),
    ),
    "Italian": Locale(
        months=(
            *(
                "gennaio gen genn",
                "febbraio feb febbr",
                "marzo mar",
                "aprile apr",
                "maggio mag magg",
                "giugno giu",
            ),
            *(
                "luglio lug",
                "agosto ago",
                "settembre set sett",
                "ottobre ott",
                "novembre nov",
                "dicembre dic",
            ),
        ),
        dated=("{day} {month} {year}", "{month} del {year}"),
        joiners=("a", "al", "ad", "fino a", "fino al"),
        framed=("da {a} a {b}", "dal {a} al {b}", "da {a} ad {b}", "tra {a} e {b}", "fra {a} e {b}"),
        present=("oggi", "attuale", "presente", "in corso", "adesso", "attualmente", "ad oggi", "tuttora"),
        until_now=("ad oggi", "a oggi", "fino ad oggi", "fino a oggi", "al presente"),
        since=("dal {a}", "Dal {a}", "da {a}", "a partire da {a}", "dall'inizio del {a}"),
        seasons=("inverno", "primavera", "estate", "autunno"),
        quarters=(
            "T{number} {year}",
            "Q{number} {year}",
            "{number}\u00b0 trimestre {year}",
            "{number}\u00ba trimestre {year}",
        ),
        parts=("inizio {year}", "metà {year}", "fine {year}"),
        first=("1\u00b0 {month} {year}", "1\u00ba {month} {year}"),
        negative=(
            "Telefono: 2010 2015",
            "Cellulare: 2010 2015",
            "pagina 2010 - 2015",
            "pagg. 2010-2015",
            "ISO 9001:2008 - 2015",
            "EUR 2000 - 2010",
            "2000-2010 euro",
            "versione 2017-2019",
            "n. 2010 - 2015",
        ),
    ),
}
