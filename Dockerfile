# Everything of Parley that runs in containers.
#
#   docker build -t parley .                       one image for all services; the command picks one: `docker run parley serve auth`
#   docker build -t parley-auth --build-arg SERVICE=auth .          the same with a service of its own as the default
#   docker build -t parley-web --target web .      the web client behind nginx, which is the front door as well
#
# Node.js runs the TypeScript as it is, so nothing of ours is compiled. Workspaces are found through npm's symlinks.
ARG NODE_IMAGE=node:26-slim
ARG NGINX_IMAGE=nginx:1.28-alpine

# npm needs the manifest of every workspace that the lock file names, also of those that are not installed.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/backing/package.json packages/backing/
COPY packages/client/package.json packages/client/
COPY packages/contracts/package.json packages/contracts/
COPY packages/event-store/package.json packages/event-store/
COPY packages/messaging/package.json packages/messaging/
COPY packages/service-kit/package.json packages/service-kit/
COPY packages/testing/package.json packages/testing/
COPY packages/tracing/package.json packages/tracing/
COPY services/auth/package.json services/auth/
COPY services/gateway/package.json services/gateway/
COPY services/media/package.json services/media/
COPY services/messages/package.json services/messages/
COPY services/notifications/package.json services/notifications/
COPY services/presence/package.json services/presence/
COPY services/rooms/package.json services/rooms/
COPY cli/package.json cli/
COPY web/package.json web/
COPY e2e/package.json e2e/
COPY faults/package.json faults/
COPY bench/package.json bench/
COPY infra/package.json infra/

# What the services need to run. No install script runs: sharp brings its library as a package. The folders are gathered with their
# places, since npm puts some versions beside the workspace that asked for them.
FROM manifests AS dependencies
RUN --mount=type=cache,target=/tmp/npm npm ci --omit=dev --ignore-scripts --prefer-offline --cache /tmp/npm \
      --workspace services/auth --workspace services/gateway --workspace services/media --workspace services/messages \
      --workspace services/notifications --workspace services/presence --workspace services/rooms --workspace cli \
 && rm -f node_modules/.package-lock.json \
 && mkdir /installed \
 && find . -name node_modules -prune -print0 | tar -c --null --files-from=- | tar -x -C /installed

FROM manifests AS web-build
RUN --mount=type=cache,target=/tmp/npm npm ci --ignore-scripts --prefer-offline --cache /tmp/npm --workspace web
COPY tsconfig.base.json ./
COPY packages/contracts packages/contracts
COPY packages/client packages/client
COPY web web
RUN node node_modules/vite/bin/vite.js build web --logLevel warn && rm -rf web/dist/.vite

FROM ${NGINX_IMAGE} AS web
COPY infra/nginx/nginx.conf infra/nginx/security-headers.conf infra/nginx/proxy.conf /etc/parley/
COPY infra/nginx/templates /etc/parley/templates
COPY --chmod=755 infra/nginx/front-door /usr/local/bin/front-door
COPY --from=web-build /app/web/dist /usr/share/parley
# By number: Kubernetes can tell only then that it is not root.
USER 101:101
EXPOSE 8080 8443
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["front-door"]
CMD []

FROM ${NODE_IMAGE} AS services
# Nothing that installs or builds stays within reach of a running service.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn* \
 && mkdir -p /var/lib/parley/media /var/lib/parley/outbox && chown -R 1000:1000 /var/lib/parley
WORKDIR /app
COPY --from=dependencies /installed/ ./
COPY package.json ./
COPY packages packages
COPY services services
COPY cli cli
COPY --chmod=755 infra/image/parley infra/image/is-ready /usr/local/bin/
ARG SERVICE=gateway
ENV SERVICE=${SERVICE} NODE_ENV=production HOST=0.0.0.0 PORT=8080 \
    PARLEY_MEDIA_FOLDER=/var/lib/parley/media PARLEY_MAIL_OUTBOX=/var/lib/parley/outbox
USER 1000:1000
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["is-ready"]
ENTRYPOINT ["parley"]
CMD ["serve"]
