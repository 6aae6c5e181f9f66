/** Where the embedded cluster answers otherwise than the real one, by the row's name, and why that is left so. */
export const knownDifferences: Readonly<Record<string, string>> = {};
