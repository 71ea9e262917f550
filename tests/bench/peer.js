// The same jobs done by DuckDB and by @huggingface/jinja, to compare with.
//
// usage: node peer.js query THREADS SQL
//        node peer.js render TEMPLATE FILE
'use strict';

const fs = require('node:fs');

async function query(threads, sql) {
    const { DuckDBInstance } = require('@duckdb/node-api');
    const database = await DuckDBInstance.create(':memory:', { threads });
    const connection = await database.connect();
    await connection.run(sql);
}

function render(path, file) {
    const { Template } = require('@huggingface/jinja');
    const template = new Template(fs.readFileSync(path, 'utf8'));
    const rows = [];
    for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
        if (line === '')
            continue;
        const record = JSON.parse(line);
        const text = template.render({
            messages: record.messages,
            tools: record.tools,
            bos_token: '<|begin_of_text|>',
            eos_token: '<|eot_id|>',
            add_generation_prompt: false,
        });
        rows.push(JSON.stringify({ text }) + '\n');
    }
    process.stdout.write(rows.join(''));
}

const [, , what, ...rest] = process.argv;
if (what === 'query')
    query(...rest);
else
    render(...rest);
