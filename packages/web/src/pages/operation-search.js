/** @import { Group, Operation } from './wire-document.js' */

/**
 * The groups whose operations match every word of a search, in any case; a group without a match
 * is left out. An empty search matches everything.
 *
 * @param {readonly Group[]} groups
 * @param {string} search
 * @returns {readonly Group[]}
 */
export function searchGroups(groups, search) {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return groups;
  return groups
    .map((group) => ({
      ...group,
      operations: group.operations.filter((operation) => {
        const text = searchable(operation, group.where);
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ operations }) => operations.length > 0);
}

/**
 * @param {Operation} operation
 * @param {string} where
 */
function searchable({ id, method, path, summary, description }, where) {
  return `${id} ${method} ${path} ${summary} ${description} ${where}`.toLowerCase();
}
