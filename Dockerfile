# The hub in an image: what is locked, nothing else, and a user that may write one folder.
FROM python:3.13-slim-trixie

# pg_dump for backups, of the same version as the database; the time zones are the system's.
RUN apt-get update \
    && apt-get install -y --no-install-recommends tzdata postgresql-client \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock

COPY pyproject.toml README.md ./
COPY hub hub
COPY connectors connectors
COPY projections projections
COPY api api
COPY deploy/timer.sh deploy/timer.sh
RUN pip install --no-cache-dir --no-deps --no-build-isolation -e . \
    && useradd --system --home-dir /var/lib/hub --create-home hub

USER hub
ENV HUB_HOME=/var/lib/hub PYTHONUNBUFFERED=1
CMD ["hub", "serve", "--host", "0.0.0.0"]
