import type { EventStore } from '#libs/kernel/event-store';
import { type EventStoreDbOptions, openEventStoreDb } from '../eventstoredb-event-store.ts';
import { type Script, type ScriptedServer, startScriptedServer } from './scripted-server.ts';

/** Servers and stores of one spec, ended together. */
export interface SpecStores {
  serve(script: Script): Promise<ScriptedServer>;
  open(options: EventStoreDbOptions): Promise<EventStore>;
  /** A store on a server that does what the script says. */
  on(script: Script): Promise<EventStore>;
  /** Ends stores before servers. */
  close(): Promise<void>;
}

export const specStores = (): SpecStores => {
  const opened: { close(): unknown }[] = [];
  const serve = async (script: Script): Promise<ScriptedServer> => {
    const server = await startScriptedServer(script);
    opened.push(server);
    return server;
  };
  const open = async (options: EventStoreDbOptions): Promise<EventStore> => {
    const store = await openEventStoreDb(options);
    opened.push(store);
    return store;
  };
  return {
    serve,
    open,
    on: async (script) => open({ connectionString: (await serve(script)).connectionString }),
    close: async () => {
      for (const each of opened.splice(0).reverse()) await each.close();
    },
  };
};
