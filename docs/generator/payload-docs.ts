import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** What the doc comments of a class say of its members, by member. */
export type MemberDocs = ReadonlyMap<string, string>;

/** What the doc comments of classes say of their members: `docs.of('ReceiveOrder', 'goods-order').get('currency')`. */
export interface PayloadDocs {
  /** Members of the classes that it extends are among them. Where several classes bear the name, the one in `folder` is meant. */
  of(name: string, folder?: string): MemberDocs;
}

interface ClassDocs {
  readonly name: string;
  readonly folder: string;
  /** What it extends: a class, or functions that add members to one. */
  readonly extended: readonly string[];
  readonly members: MemberDocs;
}

const docOf = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .map((comment) => ts.getTextOfJSDocComment(comment.comment) ?? '')
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** What is found inside a node, the node itself included. */
const within = <Found extends ts.Node>(node: ts.Node, is: (inner: ts.Node) => inner is Found): readonly Found[] => {
  const found: Found[] = [];
  const visit = (inner: ts.Node): void => {
    if (is(inner)) found.push(inner);
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return found;
};

const membersIn = ({ members }: ts.ClassDeclaration): readonly [string, string][] =>
  members.filter(ts.isPropertyDeclaration).map((member): [string, string] => [member.name.getText(), docOf(member)]);

/** A class, or a function that adds members to one, by the name of the constant that holds it. */
const classDocsIn = (statement: ts.Statement, folder: string): readonly ClassDocs[] => {
  if (ts.isClassDeclaration(statement)) {
    const extended = (statement.heritageClauses ?? []).flatMap(({ types }) =>
      types.flatMap(({ expression }) => within(expression, ts.isIdentifier).map(({ text }) => text)),
    );
    return [{ name: statement.name?.text ?? '', folder, extended, members: new Map(membersIn(statement)) }];
  }
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap((declaration) => {
    const members = within(declaration, ts.isClassDeclaration).flatMap(membersIn);
    return members.length === 0
      ? []
      : [{ name: declaration.name.getText(), folder, extended: [], members: new Map(members) }];
  });
};

/** Doc comments of the classes in TypeScript files below a folder; types are gone when the program runs, and comments with them. */
export const readPayloadDocs = (root: string): PayloadDocs => {
  const classes = globSync('**/*.ts', { cwd: root })
    .toSorted()
    .filter((file) => !file.endsWith('.spec.ts'))
    .flatMap((file) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.ES2024, true);
      return statements.flatMap((statement) => classDocsIn(statement, path.dirname(file)));
    });
  const find = (name: string, folder: string | undefined): ClassDocs | undefined => {
    const named = classes.filter((found) => found.name === name);
    return named.find((found) => found.folder === folder) ?? named.at(-1);
  };
  const membersOf = (name: string, folder: string | undefined): MemberDocs => {
    const found = find(name, folder);
    if (found === undefined) return new Map();
    const inherited = found.extended.flatMap((extended) => [...membersOf(extended, found.folder)]);
    return new Map([...inherited, ...found.members]);
  };
  return { of: membersOf };
};
