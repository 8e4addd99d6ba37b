import type { ProjectionStore } from './projection-store.ts';

export interface LeaseOptions {
  /** Who asks; unique to this runner. */
  readonly holder: string;
  /** How long the lease outlives its holder's death. */
  readonly leaseMs: number;
  /** What follows where the store cannot say whether another has the lease by now. Default `giveUp`. */
  readonly whenUnsure?: 'giveUp' | 'goOn';
}

/** The right, shared with no other process that is alive, to do some work. */
export interface Lease {
  /** Aborts when the lease is lost or given up: stop the work. */
  readonly signal: AbortSignal;
  release(): Promise<void>;
}

/** The right to write the build of a projection that is not live yet. */
export const rebuildLease = (projection: string): string => `${projection}/rebuild`;

/** Takes a lease and renews it until it is released or lost; undefined while another has it. */
export const holdLease = async (
  store: Pick<ProjectionStore, 'acquireLease' | 'releaseLease'>,
  name: string,
  { holder, leaseMs, whenUnsure = 'giveUp' }: LeaseOptions,
): Promise<Lease | undefined> => {
  let sureFrom = performance.now();
  if (!(await store.acquireLease(name, holder, leaseMs))) return undefined;
  const held = new AbortController();
  let renewing: Promise<void> | undefined;
  const doubt = (): void => {
    if (whenUnsure === 'giveUp') held.abort();
  };
  const renew = async (): Promise<void> => {
    const asked = performance.now();
    try {
      if (await store.acquireLease(name, holder, leaseMs)) sureFrom = asked;
      else held.abort();
    } catch {
      doubt();
    }
    renewing = undefined;
  };
  const renewal = setInterval(() => {
    // A store that does not answer may have given the lease to another by now. Where this program stood still, it has not been asked yet.
    if (renewing && performance.now() - sureFrom > leaseMs) doubt();
    renewing ??= renew();
  }, leaseMs / 3);
  return {
    signal: held.signal,
    async release() {
      clearInterval(renewal);
      held.abort();
      await renewing;
      await store.releaseLease(name, holder);
    },
  };
};
