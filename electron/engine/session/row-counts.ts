import { DatabaseSync } from 'node:sqlite';
import { readFailure } from './sqlite-failure.ts';

/** How many rows each table of the session at `path` holds. Throws as `Session.open` does where it cannot be read. */
export function rowCounts(path: string): Record<string, number> {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
    const tables = database
      .prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
      )
      .all();
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      const table = String(name);
      const row = database.prepare(`SELECT count(*) AS rows FROM "${table.replaceAll('"', '""')}"`).get();
      counts[table] = Number(row?.['rows']);
    }
    return counts;
  } catch (error) {
    throw readFailure(error, path);
  } finally {
    database?.close();
  }
}
