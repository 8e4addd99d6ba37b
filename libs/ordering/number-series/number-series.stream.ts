import type { Decider, StreamType } from '#libs/kernel/decider';
import {
  initialNumberSeriesData,
  reduceNumberSeries,
  type NumberSeriesData,
} from '#state-machines/number-series/number-series.data';
import { regionOf, type NumberSeriesFact } from '#state-machines/number-series/number-series.events';
import { foldLedger } from '../ledger-fold.ts';
import type { NumberSeriesCommand } from './number-series.commands.ts';

/** 採番: every number is handed out once, in order, to whoever asks. */
const numberSeriesDecider: Decider<NumberSeriesData, NumberSeriesCommand, NumberSeriesFact> = {
  initial: initialNumberSeriesData,
  evolve: foldLedger({ name: 'numberSeries', reduce: reduceNumberSeries, regionOf }),
  decide: ({ data: { count } }, { last }) => [{ type: 'NumbersTaken', data: { first: last + 1, last: last + count } }],
  refusedWhen: () => undefined,
};

export const numberSeriesStream: StreamType<NumberSeriesData, NumberSeriesCommand, NumberSeriesFact> = {
  category: 'numberSeries',
  machine: 'numberSeries@1',
  decider: numberSeriesDecider,
  stateAfter: ({ last }) => ({ ledger: last === 0 ? 'unused' : 'inUse', last }),
  upcasters: {},
  personal: {},
  personOf: (_state, id) => id,
};
