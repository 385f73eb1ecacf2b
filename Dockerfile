# The registry as one image. It holds no secret and no database: SECRET_KEY and DATABASE_URL come when it starts.
FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 ENVIRONMENT=production
WORKDIR /srv/klyngeregisteret

# Dependencies before the code, so that a change of code installs nothing again.
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

COPY . .
# Building needs some key and some address to read the settings; neither is kept, nothing is connected to.
RUN python -c "from config.prepare import compile_translations; compile_translations()" \
    && SECRET_KEY=only-while-the-image-is-built-and-nowhere-else-after-that \
       DATABASE_URL=postgresql:///unused \
       python manage.py collectstatic --no-input --verbosity=0 \
    && useradd --system --no-create-home --uid 10001 registry \
    && install --directory --owner=registry /var/lib/klyngeregisteret/snapshots
ENV SNAPSHOTS_FOLDER=/var/lib/klyngeregisteret/snapshots
USER 10001

EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "config.web", "8000", "0.0.0.0"]
