/** An object or array that has been opened: where it stands, and what was seen in it. */
interface Open {
  path: string;
  /** Of an object. */
  keys: Set<string> | undefined;
  /** Of an array: the number of the item that comes. */
  index: number;
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

const childPath = ({ path, keys, index }: Open, key: string): string => {
  if (!keys) return `${path}[${index}]`;
  return path ? `${path}.${key}` : key;
};

/**
 * The paths of keys that stand twice in one object, such as `metadata.name`. JSON.parse lets the last of them win; a strict
 * API server refuses the object. The text must be JSON.
 */
export const duplicateKeys = (text: string): string[] => {
  const found: string[] = [];
  const open: Open[] = [];
  let key = '';
  let last = '';
  for (const [piece] of text.matchAll(token)) {
    const top = open.at(-1);
    if (piece === '{' || piece === '[')
      open.push({ path: top ? childPath(top, key) : '', keys: piece === '{' ? new Set() : undefined, index: 0 });
    else if (piece === '}' || piece === ']') open.pop();
    else if (piece === ',' && top && !top.keys) top.index += 1;
    else if (piece === ':' && top?.keys) {
      key = JSON.parse(last) as string;
      if (top.keys.has(key)) found.push(childPath(top, key));
      top.keys.add(key);
    }
    last = piece;
  }
  return [...new Set(found)];
};
