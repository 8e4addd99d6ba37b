import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Configuration } from '#libs/engine/configuration';
import type { EnginePorts } from '#libs/engine/engine-ports';
import { settings } from '#libs/engine/settings';
import { LIVE, readyAnswer } from '#libs/service/health-answer';
import { addressProblem } from '#libs/service/listening';

const sendJson = (response: ServerResponse, statusCode: number, body: object): void => {
  response.writeHead(statusCode, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
};

const routes =
  (engine: Pick<EnginePorts, 'health'>): RequestListener =>
  (request, response) => {
    const asked = request.method === 'GET' || request.method === 'HEAD' ? request.url : undefined;
    if (asked === '/health/live') sendJson(response, 200, LIVE);
    else if (asked === '/health/ready')
      void readyAnswer(engine).then(
        ({ statusCode, body }) => sendJson(response, statusCode, body),
        () => sendJson(response, 503, { status: 'notReady', parts: [] }),
      );
    else sendJson(response, 404, { status: 404, title: 'There are only /health/live and /health/ready' });
  };

/** Tells load balancers and watchers how the worker is. Throws `AddressUnavailable`. */
export const serveHealth = async (
  engine: Pick<EnginePorts, 'health'>,
  { workerHost: host, workerPort: port }: Pick<Configuration, 'workerHost' | 'workerPort'>,
): Promise<{ readonly url: string; close(): Promise<void> }> => {
  const server = createServer(routes(engine)).listen({ host, port });
  try {
    await once(server, 'listening');
  } catch (error) {
    const { workerHost, workerPort } = settings;
    throw addressProblem(error, { host, port, hostSetting: workerHost.name, portSetting: workerPort.name });
  }
  const { address, family, port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      // Whoever asks for its health may keep the connection.
      server.closeAllConnections();
      await closed;
    },
  };
};
