import ts from 'typescript';

/** A member of a fact, or of a shape inside one, as the events file writes it. */
export interface Member {
  readonly name: string;
  readonly optional: boolean;
  /** Sealed in the log under the key of the person it is about. */
  readonly personal: boolean;
  readonly type: string;
  readonly doc: string;
}

export interface FactShape {
  readonly type: string;
  readonly doc: string;
  readonly members: readonly Member[];
}

/** A type that members name: an object with members, or what it stands for in one line. */
export interface NamedShape {
  readonly name: string;
  readonly doc: string;
  readonly members: readonly Member[];
  readonly meaning: string;
}

export interface ShapesReader {
  /** The facts of an events file: the members of the shapes that its `Facts<…>` names, its own or another file's, in that order. */
  factsOf(eventsFile: string): readonly FactShape[];
  /** The types that facts read so far name, directly or through others, by name. */
  namedShapes(): readonly NamedShape[];
}

const compilerOptions: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  types: [],
};

/** How the events files mark what is about a person. */
const PERSONAL = /^Personal<(.*)>$/s;

const oneLine = (text: string): string =>
  text
    .replaceAll(/\/\*\*.*?\*\//gs, '')
    .replaceAll(/\breadonly /g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/; }/g, ' }')
    .trim();

const docOf = (symbol: ts.Symbol, checker: ts.TypeChecker): string =>
  ts.displayPartsToString(symbol.getDocumentationComment(checker)).replaceAll(/\s+/g, ' ').trim();

const typeNodeOf = (symbol: ts.Symbol): ts.TypeNode | undefined => {
  const declaration = symbol.declarations?.find(ts.isPropertySignature);
  return declaration?.type;
};

const memberOf = (symbol: ts.Symbol, checker: ts.TypeChecker): Member => {
  const written = oneLine(typeNodeOf(symbol)?.getText() ?? '');
  const inside = PERSONAL.exec(written)?.[1];
  return {
    name: symbol.name,
    optional: (symbol.flags & ts.SymbolFlags.Optional) !== 0,
    personal: inside !== undefined,
    type: inside ?? written,
    doc: docOf(symbol, checker),
  };
};

/** What stands in the brackets of `Facts<…>`. */
const factShapesIn = (node: ts.TypeNode): readonly ts.TypeNode[] =>
  ts.isTypeReferenceNode(node) && node.typeName.getText() === 'Facts' ? (node.typeArguments ?? []) : [];

/** Reads the shapes of facts from the events files themselves, with the compiler's eyes. */
export const readShapes = (eventsFiles: readonly string[]): ShapesReader => {
  const program = ts.createProgram([...eventsFiles], compilerOptions);
  const checker = program.getTypeChecker();
  const named = new Map<string, ts.Symbol>();

  const isOurs = (symbol: ts.Symbol): boolean =>
    symbol.declarations?.some((declaration) => !program.isSourceFileDefaultLibrary(declaration.getSourceFile())) ===
    true;

  const remember = (shape: ts.Symbol): void => {
    const namesake = named.get(shape.name);
    if (namesake === shape) return;
    if (namesake)
      throw new TypeError(`two shapes inside facts are called ${shape.name}: give one of them another name`);
    named.set(shape.name, shape);
    for (const declaration of shape.declarations ?? []) follow(declaration);
  };

  /** Remembers the types that a type names. */
  const follow = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node)) {
      const symbol = checker.getSymbolAtLocation(node.typeName);
      const target = symbol && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
      if (target && isOurs(target) && target.name !== 'Personal') remember(target);
    }
    ts.forEachChild(node, follow);
  };

  const membersOf = (type: ts.Type): readonly Member[] =>
    type.getProperties().map((member) => memberOf(member, checker));

  const factsIn = (shapes: ts.TypeNode): readonly FactShape[] =>
    checker
      .getTypeFromTypeNode(shapes)
      .getProperties()
      .map((fact) => {
        const type = checker.getTypeOfSymbol(fact);
        for (const member of type.getProperties()) {
          const node = typeNodeOf(member);
          if (node) follow(node);
        }
        return { type: fact.name, doc: docOf(fact, checker), members: membersOf(type) };
      });

  /** What an alias stands for; alternatives in alphabetical order, since the compiler's own order depends on what else it has read. */
  const meaningOf = (type: ts.Type): string =>
    (type.isUnion() ? type.types : [type])
      .map((alternative) => checker.typeToString(alternative).replaceAll('"', ''))
      .toSorted()
      .join(' | ');

  const shapeOf = (symbol: ts.Symbol): NamedShape => {
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    const hasMembers = (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;
    return {
      name: symbol.name,
      doc: docOf(symbol, checker),
      members: hasMembers ? membersOf(type) : [],
      meaning: hasMembers ? '' : meaningOf(type),
    };
  };

  return {
    factsOf(eventsFile) {
      const source = program.getSourceFile(eventsFile);
      if (!source) throw new RangeError(`${eventsFile} is not among the files that were read`);
      return source.statements
        .filter(ts.isTypeAliasDeclaration)
        .flatMap(({ type }) => factShapesIn(type))
        .flatMap(factsIn);
    },
    namedShapes: () => [...named.values()].map(shapeOf).toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  };
};
