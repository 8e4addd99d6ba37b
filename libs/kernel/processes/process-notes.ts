import type { JsonObject } from '../json.ts';
import type { Process, ProcessNotes } from '../process.ts';
import type { ProjectionTables, RowKey, TableDefinition } from '../projection.ts';
import { processTable } from './owed-rows.ts';

/** Where a process keeps what it remembers. */
export interface NotesTable {
  readonly table: TableDefinition;
  readonly keyOf: (key: string) => RowKey;
  /** The notes as they are inside one transaction. */
  readonly within: (tables: ProjectionTables) => ProcessNotes;
}

export const notesTable = ({ name }: Pick<Process, 'name'>): NotesTable => {
  const table: TableDefinition = {
    name: processTable(name, 'notes'),
    comment: `What the process ${name} remembers`,
    key: 'note_key',
    internal: true,
    columns: {
      note_key: { type: 'text', comment: 'What it is about' },
      note: { type: 'json', comment: 'What is remembered' },
    },
  };
  return {
    table,
    keyOf: (key) => ({ table: table.name, key }),
    within: (tables) => ({
      get: (key) => tables.get(table.name, key)?.['note'] as JsonObject | undefined,
      put: (key, note) => tables.put(table.name, { note_key: key, note }),
      delete: (key) => tables.delete(table.name, key),
    }),
  };
};

const forgetful = (): never => {
  throw new Error('a process that has no `notes` remembers nothing');
};

/** The notes of a process that takes none. */
export const NO_NOTES: ProcessNotes = { get: forgetful, put: forgetful, delete: forgetful };
