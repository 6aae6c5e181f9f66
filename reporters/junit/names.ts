/** The name, or the name with the first free number: GitLab keeps only the first of two cases of one name. */
export const takeName = (wanted: string, taken: Set<string>): string => {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted} (${number})`;
  taken.add(name);
  return name;
};
