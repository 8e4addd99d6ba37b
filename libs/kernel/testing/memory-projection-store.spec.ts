import { projectionStoreContract } from '../projections/projection-store.contract.ts';
import { memoryProjectionStore } from './memory-projection-store.ts';

projectionStoreContract('memory', () => {
  const store = memoryProjectionStore();
  return Promise.resolve({
    store,
    another: () => Promise.resolve(store),
    query: ({ name }) => Promise.resolve().then(() => store.query(name)),
    close: () => Promise.resolve(),
  });
});
