import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { StoreOpenErrorCode } from '#libs/kernel/store-open-error';
import type { ConnectionSettings, ServerAddress } from './connection-string.ts';

/** Why a server could not be used: what goes between its address and the end of the sentence. */
export interface Diagnosis {
  readonly code: StoreOpenErrorCode;
  readonly finding: string;
}

/** How a client of HTTP/2 begins: the preface and an empty SETTINGS frame (RFC 9113, section 3.4). */
const PREFACE = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
const FRAME_TYPE = 3;
const SETTINGS = 4;
const TLS_ALERT = 0x15;

const UNTRUSTED = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_|ERR_TLS_CERT_)/;
const NO_TLS = /^(ERR_SSL_|EPROTO)/;

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const ofError = (error: Error): Diagnosis => {
  const code = 'code' in error ? String(error.code) : '';
  if (UNTRUSTED.test(code))
    return {
      code: 'untrusted',
      finding: `shows a certificate that cannot be trusted (${oneLine(error.message)}): name its authority with tlsCAFile, or give the server a certificate that is valid now and for this name`,
    };
  if (NO_TLS.test(code)) return { code: 'foreign', finding: 'does not speak TLS: write tls=false if that is meant' };
  const why = code === '' ? oneLine(error.message) : code;
  return { code: 'unavailable', finding: `cannot be reached (${why}): check the address and that the server runs` };
};

/** What the first bytes of an answer to the preface say; undefined where they are right. */
const ofAnswer = (bytes: Buffer): Diagnosis | undefined => {
  if (bytes.length > FRAME_TYPE && bytes[FRAME_TYPE] === SETTINGS) return undefined;
  if (bytes[0] === TLS_ALERT) return { code: 'foreign', finding: 'speaks TLS: write tls=true' };
  return {
    code: 'foreign',
    finding: 'is no EventStoreDB, something else answers there: check host and port, and whether TLS is meant',
  };
};

const connectTo = (
  { address, port }: ServerAddress,
  { tls, authorities, userCertificate }: ConnectionSettings,
): Socket => {
  if (!tls) return connectPlain({ host: address, port });
  const { certificate: cert, key } = userCertificate ?? {};
  return connectTls({
    host: address,
    port,
    ca: authorities,
    cert,
    key,
    servername: nameOf(address),
    ALPNProtocols: ['h2'],
  });
};

/** A name to show to the server; addresses are none. */
const nameOf = (address: string): string | undefined => (/^[\d.]+$|:/.test(address) ? undefined : address);

/** Talks to one server as a client of HTTP/2 does, as far as its first answer. Undefined where nothing is wrong with that. */
const diagnoseServer = (
  server: ServerAddress,
  settings: ConnectionSettings,
  timeoutMs: number,
): Promise<Diagnosis | undefined> =>
  new Promise((resolve) => {
    const socket = connectTo(server, settings);
    const finish = (diagnosis: Diagnosis | undefined): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(diagnosis);
    };
    const timer = setTimeout(
      () => finish({ code: 'unavailable', finding: 'does not answer: check the address and that the server runs' }),
      timeoutMs,
    );
    socket.on('error', (error) => finish(ofError(error)));
    socket.on('data', (bytes) => finish(ofAnswer(bytes)));
    // Programs that expect another protocol end the connection without a word.
    socket.on('end', () => finish(ofAnswer(Buffer.alloc(0))));
    socket.write(PREFACE);
  });

/** Finds out what keeps this program from using a server, of several the first that has an answer. Undefined where nothing is to be seen from outside. */
export const diagnose = async (settings: ConnectionSettings, timeoutMs: number): Promise<Diagnosis | undefined> => {
  const found = await Promise.all(settings.hosts.map((server) => diagnoseServer(server, settings, timeoutMs)));
  return found.find((diagnosis) => diagnosis !== undefined && diagnosis.code !== 'unavailable') ?? found[0];
};
