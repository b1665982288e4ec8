# Vouch in one image: web, worker and scheduler are the same image with another command (see compose.yaml).

FROM node:24-slim AS browser
WORKDIR /vouch
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM python:3.13-slim AS build
WORKDIR /vouch
COPY requirements.txt ./
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt \
 && echo /vouch > "$(/venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/vouch.pth" \
 && printf '#!/bin/sh\nexec /venv/bin/python -m hub.cli "$@"\n' > /venv/bin/vouch \
 && chmod +x /venv/bin/vouch
COPY --from=browser /vouch/node_modules node_modules
COPY setup setup
COPY static/icons.txt static/icons.txt
RUN python setup/vendor.py copy

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin vouch \
 && install -d -o vouch -g vouch -m 0700 /data
COPY --from=build /venv /venv
WORKDIR /vouch
COPY . .
COPY --from=build /vouch/static/vendor static/vendor
RUN /venv/bin/python -m compileall -q .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 VOUCH_DATA=/data
USER vouch
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["vouch", "serve", "--host", "0.0.0.0", "--port", "8000"]
