# Builds with everything, runs with as little as possible, as an ordinary user.
# Node 24 is supported until April 2028. The digest is that of the image for all processors; a newer one is printed by
# `docker buildx imagetools inspect node:24-bookworm-slim`.
ARG NODE=node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6

FROM ${NODE} AS build
WORKDIR /app
COPY package.json package-lock.json prisma.config.ts ./
COPY prisma ./prisma
COPY scripts ./scripts
RUN npm ci
COPY src ./src
RUN npm run build
# What is not built in: programs and files of packages, the board, and OpenTelemetry for whoever has a collector.
RUN mkdir /production && cp package.json package-lock.json /production/ && cd /production \
  && npm ci --omit=dev --ignore-scripts \
  && node /app/scripts/shrink-packages.ts node_modules

FROM ${NODE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3978
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /production/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/prisma ./prisma
COPY LICENSE PRIVACY.md ./
COPY docs/evaluation.md ./docs/
USER node
EXPOSE 3978
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/polsslag.js"]
CMD ["start"]
