/** The facts that an events file describes: one per member of its shapes, which bears the fact's name and holds its data. */
export type Facts<Shapes> = {
  [Type in keyof Shapes & string]: { readonly type: Type; readonly data: Readonly<Shapes[Type]> };
}[keyof Shapes & string];
