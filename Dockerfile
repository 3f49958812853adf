# The same steps as on a bare machine: what ./start needs, then the code.
FROM debian:trixie-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates python3 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/tsunagari
COPY pyproject.toml README.md uv.lock requirements.lock requirements-dev.lock ./
COPY scripts scripts
RUN set -eu; . scripts/prepare.sh; prepare start; rm -rf /var/lib/apt/lists/*
COPY migrations migrations
COPY static static
COPY templates templates
COPY grants grants
RUN useradd --system --home-dir /data --create-home tsunagari
USER tsunagari
ENV DATA_FOLDER=/data PORT=8000
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=60s --interval=15s CMD \
    ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://localhost:8000/readyz', timeout=5)"]
CMD [".venv/bin/grants", "up"]
