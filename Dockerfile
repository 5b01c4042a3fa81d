# The service and its commands, without what only building needs.
#
#   docker build -t laurel .
#   docker run -p 4000:4000 -v laurel:/data -e LAUREL_MANAGEMENT_KEY=… -e LAUREL_TITLE_SERVER_KEYS=true laurel

FROM node:26-slim AS build
WORKDIR /source
COPY package.json package-lock.json .npmrc LICENSE tsconfig.json tsconfig.base.json ./
COPY packages ./packages
COPY tools ./tools
COPY fixtures ./fixtures
COPY examples ./examples
RUN npm ci --ignore-scripts --no-audit --no-fund
RUN node tools/src/container/pack.ts /application
RUN cd /application && npm install --omit=dev --ignore-scripts --no-audit --no-fund && rm -rf packed

FROM node:26-alpine
COPY --from=build /application /application
RUN mkdir /data && chown node:node /data
ENV NODE_ENV=production LAUREL_HOST=0.0.0.0 LAUREL_PORT=4000 LAUREL_DATA=/data
USER node
WORKDIR /data
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["node", "/application/healthcheck.js"]
ENTRYPOINT ["node", "--max-semi-space-size=10", "/application/node_modules/laurel/bin.mjs"]
CMD ["serve"]
