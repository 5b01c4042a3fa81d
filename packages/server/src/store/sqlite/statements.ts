import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Gives each SQL text its prepared statement. The texts are constants, so there are few. */
export type Statements = (sql: string) => StatementSync;

/** @param database stays open as long as the statements are used */
export function prepareOnce(database: DatabaseSync): Statements {
  const prepared = new Map<string, StatementSync>();
  return (sql) => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(numbered(sql));
    prepared.set(sql, statement);
    return statement;
  };
}

/**
 * The statements write `$1` as PostgreSQL does; SQLite means a name by that, and a place by `?1`.
 */
export function numbered(sql: string): string {
  return sql.replaceAll(/\$(\d)/g, '?$1');
}
