/** The name, with a number if it is taken: of two cases with the same name, GitLab keeps only the first. */
export const takeName = (wanted: string, taken: Set<string>): string => {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted} (${number})`;
  taken.add(name);
  return name;
};
