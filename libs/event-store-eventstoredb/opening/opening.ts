import { type Deadline, deadlineIn } from '#libs/kernel/command-loop/deadline';
import { type CopiedIdentity, EventStoreError } from '#libs/kernel/event-store';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import { type Appender, createAppender } from '../appends/appender.ts';
import { sharedAppendCall } from '../appends/append-call.ts';
import { CallFailed, type CallFailureKind, callFailureOf, lateFailure } from '../connection/call-failure.ts';
import type { ConnectionSettings } from './connection-string.ts';
import { ConnectedClient } from '../connection/eventstoredb-client.ts';
import { ensureIdentity, type KnownLog } from './identity.ts';
import { serverHead } from '../reads/log-on-server.ts';
import { diagnose } from './server-diagnosis.ts';
import { requireServer } from './server-version.ts';
import { positionAt } from '../reads/stream-reads.ts';
import type { StreamNaming } from '../wire/stream-naming.ts';

export interface OpeningOptions {
  readonly settings: ConnectionSettings;
  readonly naming: StreamNaming;
  readonly simulation: boolean | undefined;
  readonly copyOf: CopiedIdentity | undefined;
  readonly timeoutMs: number;
}

export interface OpenedLog extends KnownLog {
  readonly client: ConnectedClient;
  readonly append: Appender;
}

/** Time that is kept for finding out what is wrong, in milliseconds, but never more than half. */
const DIAGNOSIS_MS = 1_500;

const connectedClient = (settings: ConnectionSettings): ConnectedClient => {
  try {
    return new ConnectedClient(settings);
  } catch (cause) {
    const { location } = settings;
    const message = `the options or certificate files for ${location} cannot be used: check them`;
    throw new StoreOpenError('invalidAddress', location, message, { cause });
  }
};

const connect = async (
  client: ConnectedClient,
  { settings, naming, simulation, copyOf }: OpeningOptions,
  deadline: Deadline,
): Promise<OpenedLog> => {
  const { location } = settings;
  requireServer(await client.supportedMethods(deadline.remaining()), location);
  const call = sharedAppendCall(() => client.batchAppend());
  const append = createAppender({
    call,
    positionAt: (stream, revision, timeoutMs) => positionAt(client, stream, revision, deadlineIn(timeoutMs)),
  });
  const log = await ensureIdentity({ client, naming, append, location, simulation, copyOf }, deadline);
  // Whoever may read a stream need not be allowed to read the whole log.
  await serverHead(client, deadline);
  await call.open(deadline.remaining());
  return { ...log, client, append };
};

const within = async <Result>(timeoutMs: number, promise: Promise<Result>): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CallFailed(lateFailure())), timeoutMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

const kindOf = (error: unknown): CallFailureKind => {
  if (!(error instanceof EventStoreError)) return callFailureOf(error).kind;
  return error.code === 'accessDenied' ? 'accessDenied' : 'broken';
};

const asOpenError = async (
  error: unknown,
  settings: ConnectionSettings,
  timeoutMs: number,
): Promise<StoreOpenError> => {
  if (error instanceof StoreOpenError) return error;
  const { location, credentials, tls } = settings;
  const kind = kindOf(error);
  if (kind === 'accessDenied') {
    const advice = tls
      ? `${credentials ? 'check user and password' : 'write user:password@ before the host'}; the account has to read $all`
      : 'credentials are sent over TLS only: write tls=true';
    return new StoreOpenError('accessDenied', location, `${location} denies access: ${advice}`, { cause: error });
  }
  const { reason } = callFailureOf(error);
  const { code, finding } =
    kind === 'unsupported'
      ? { code: 'tooOld' as const, finding: 'is no EventStoreDB of version 23.10 or later: update it' }
      : ((await diagnose(settings, timeoutMs)) ?? {
          code: 'unavailable' as const,
          finding: `answers, but cannot be used now (${reason}): try again later`,
        });
  return new StoreOpenError(code, location, `${location} ${finding}`, { cause: error });
};

/** Connects, and finds or makes the log. Throws `StoreOpenError` within the time given. */
export const openLog = async (options: OpeningOptions): Promise<OpenedLog> => {
  const { settings, timeoutMs } = options;
  const client = connectedClient(settings);
  const deadline = deadlineIn(timeoutMs);
  const diagnosisMs = Math.min(DIAGNOSIS_MS, timeoutMs / 2);
  try {
    const connecting = deadlineIn(timeoutMs - diagnosisMs);
    return await within(timeoutMs - diagnosisMs, connect(client, options, connecting));
  } catch (error) {
    const [openError] = await Promise.all([
      asOpenError(error, settings, Math.min(deadline.remaining(), diagnosisMs)),
      client.close(),
    ]);
    throw openError;
  }
};
