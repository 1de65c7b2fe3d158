// npm's pg against the SQL port: parameters, a named statement, a cursor. The connection is in libpq's variables.
const { Client } = require('pg');
const Cursor = require('pg-cursor');

async function main() {
  const table = '"' + process.argv[2].replace(/"/g, '""') + '"';
  const client = new Client({ ssl: false });
  await client.connect();
  const one = await client.query('SELECT $1::int + 1 AS n, $2::text AS t', [41, 'x']);
  if (one.rows[0].n !== 42) throw new Error('parameters: ' + JSON.stringify(one.rows));
  for (let i = 0; i < 2; i++) {
    await client.query({ name: 'named', text: `SELECT * FROM ${table} LIMIT $1`, values: [i + 1] });
  }
  const cursor = client.query(new Cursor(`SELECT * FROM ${table}`));
  const rows = await cursor.read(3);
  await cursor.close();
  await client.end();
  console.log(`npm pg ${require('pg/package.json').version}: 3 of 3, ${rows.length} rows of a cursor`);
}

main().catch((problem) => {
  console.log('npm pg: ' + problem.message);
  process.exit(1);
});
