import type { EventStore } from '#libs/kernel/event-store';
import type { EventStoreHarness } from '#libs/kernel/log/event-store-contract/harness';
import { startTcpProxy, type TcpProxy } from '#libs/test-servers/tcp-proxy';
import { openEventStoreDb } from '../eventstoredb-event-store.ts';

/** The server of a suite. */
export interface SuiteServer {
  readonly host: string;
  readonly port: number;
  /** Connection string for a proxy on this port of this machine, which stands before the server. */
  readonly addressAt: (port: number) => string;
}

let namespaces = 0;

/** A name that no other log on the server has. */
export const freshNamespace = (): string => `spec_${process.pid}_${Date.now().toString(36)}_${++namespaces}`;

interface OpenedStore {
  readonly namespace: string;
  readonly proxy: TcpProxy;
}

/** Every store is a namespace of one server, so that a server that others use too will do. Each has a proxy before it. */
export const serverHarness = (server: SuiteServer): EventStoreHarness => {
  const opened = new Map<EventStore, OpenedStore>();
  const proxies = new Set<TcpProxy>();

  const open = async (place: OpenedStore): Promise<EventStore> => {
    const connectionString = server.addressAt(place.proxy.port);
    const store = await openEventStoreDb({ connectionString, namespace: place.namespace });
    opened.set(store, place);
    return store;
  };
  const placeOf = (store: EventStore): OpenedStore => {
    const place = opened.get(store);
    if (place === undefined) throw new Error('the harness did not open this store');
    return place;
  };

  return {
    create: async () => {
      const proxy = await startTcpProxy({ host: server.host, port: server.port });
      proxies.add(proxy);
      return open({ namespace: freshNamespace(), proxy });
    },
    another: (store) => open(placeOf(store)),
    reopen: async (store) => {
      await store.close();
      return open(placeOf(store));
    },
    stall: (store) => {
      const { proxy } = placeOf(store);
      proxy.stall();
      return Promise.resolve(() => {
        proxy.resume();
        return Promise.resolve();
      });
    },
    dispose: async () => {
      await Promise.all([...opened.keys()].map((store) => store.close()));
      opened.clear();
      await Promise.all([...proxies].map((proxy) => proxy.close()));
      proxies.clear();
    },
  };
};
