import type { Fact, FactMetadata, RecordedFact } from '#libs/kernel/fact';

/** A clerk's fact, as the log has it; recorded on 27 November 2026. */
export const recordedFact = (
  stream: string,
  { type, data }: Fact,
  metadata: Partial<FactMetadata> = {},
): RecordedFact => ({
  id: '0b5b6b8e-2f67-5f5b-8f43-0d5d6a7e9c10',
  stream,
  revision: 4n,
  position: '17',
  type,
  data,
  metadata: {
    commandId: '1b5b6b8e-2f67-5f5b-8f43-0d5d6a7e9c10',
    commandHash: '',
    correlationId: '1b5b6b8e-2f67-5f5b-8f43-0d5d6a7e9c10',
    actor: { id: 'clerk', role: 'backOffice', via: 'http' },
    recordedAt: '2026-11-27T03:00:00.000Z',
    schemaVersion: 1,
    machine: 'any@1',
    stateAfter: {},
    prevHash: null,
    hash: '',
    ...metadata,
  },
});
