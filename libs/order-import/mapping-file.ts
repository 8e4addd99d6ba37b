import { readFile } from 'node:fs/promises';
import { parse, YAMLParseError } from 'yaml';
import { ImportInputError } from './import-input-error.ts';
import { mappingFrom, type OrderMapping } from './mapping.ts';

/** Reads a mapping file, in YAML or JSON. Throws `ImportInputError`, whose one line names the file and the member that is wrong. */
export const readMappingFile = async (file: string): Promise<OrderMapping> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ImportInputError(`${file} cannot be read: give the path of a mapping file`, { cause });
  });
  try {
    // Every JSON text is YAML too.
    return mappingFrom(parse(text, { schema: 'core' }));
  } catch (error) {
    if (error instanceof YAMLParseError)
      throw new ImportInputError(`${file} is neither YAML nor JSON: ${error.message.split('\n', 1)[0] ?? ''}`, {
        cause: error,
      });
    if (error instanceof ImportInputError) throw new ImportInputError(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
};
