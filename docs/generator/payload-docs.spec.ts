import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectFolder } from './documents.ts';
import { readPayloadDocs } from './payload-docs.ts';

describe('what the classes of commands say of their members', () => {
  const docs = readPayloadDocs(path.join(projectFolder, 'libs', 'ordering'));
  const said = (command: string, member: string) => docs.of(command, 'service-order').get(member);

  it('is found where the class itself says it', () =>
    expect(said('ConcludeReview', 'met')).toBe('Ids of the criteria that are met.'));

  it('is found where a class that it extends says it, also one that is passed through a function', () => {
    expect(said('PlanImprovement', 'assignee')).toBe('A member of the project.');
    expect(said('ReviseProposal', 'validUntil')).toBe(said('DraftProposal', 'validUntil'));
    expect(said('RecordNeeds', 'currency')).toBe('Yen, where it is left out.');
  });

  it('is found where a function that adds members says it', () =>
    expect(said('ReviseNeeds', 'desiredValue')).toBe('What the customer wants to have gained by it.'));
});
