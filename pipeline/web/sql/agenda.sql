-- The deadlines of all tasks with who leads and where, and what is cited by whom; kept in memory beside the store.
CREATE TABLE memory.main.agenda AS
WITH roles AS (
    SELECT
        task_id,
        string_agg(coalesce(unit, raw), '; ' ORDER BY position) FILTER (role = 'lead') AS lead,
        string_agg(coalesce(unit, raw), '; ' ORDER BY position) FILTER (role <> 'lead') AS others
    FROM store.main.task_units
    GROUP BY task_id
)
SELECT
    t.task_id, t.doc_id, i.province_now, i.province, t.field, r.lead, d.kind, d.freq, d.start_on, d.end_on, d.raw AS deadline,
    coalesce(d.end_on, d.start_on) AS due_on, t.confidence, d.year_from_plan,
    replace(strip_accents(lower(concat_ws(' ; ', r.lead, r.others))), 'đ', 'd') AS folded_units
FROM store.main.tasks AS t
JOIN memory.main.document_index AS i USING (doc_id)
JOIN store.main.task_deadlines AS d USING (task_id)
LEFT JOIN roles AS r USING (task_id)
LEFT JOIN memory.main.plan_versions AS v ON v.doc_id = t.doc_id
WHERE v.superseded_by IS NULL -- a plan in several versions counts once
ORDER BY due_on NULLS LAST;

CREATE TABLE memory.main.citing AS
SELECT i.province_now, c.cited, count(DISTINCT c.doc_id) AS plans, count(*) AS mentions
FROM cited AS c JOIN memory.main.document_index AS i USING (doc_id)
GROUP BY i.province_now, c.cited;

CREATE TABLE memory.main.cited_by AS
SELECT cited, sum(plans)::BIGINT AS plans, sum(mentions)::BIGINT AS mentions FROM memory.main.citing GROUP BY cited;

CREATE TABLE memory.main.field_counts AS
SELECT i.province_now, f.field, sum(f.tasks)::BIGINT AS tasks, sum(f.targets)::BIGINT AS targets, count(DISTINCT f.doc_id) AS plans
FROM (
    SELECT doc_id, field, count(*) AS tasks, 0 AS targets FROM store.main.tasks GROUP BY doc_id, field
    UNION ALL
    SELECT doc_id, field, 0, count(*) FROM store.main.targets GROUP BY doc_id, field
) AS f
JOIN memory.main.document_index AS i USING (doc_id)
GROUP BY i.province_now, f.field;

CREATE TABLE memory.main.places AS
WITH told AS (
    SELECT province_now, count(*) AS plans, count(*) FILTER (readable <> 'whole') AS unread FROM memory.main.plans GROUP BY province_now
)
SELECT
    coalesce(p.name, t.province_now) AS name, p.sort_key, p.tile_row, p.tile_col, coalesce(t.plans, 0) AS plans, coalesce(t.unread, 0) AS unread
FROM (
    SELECT name, min(sort_key) AS sort_key, min(TRY_CAST(tile_row AS INTEGER)) AS tile_row, min(TRY_CAST(tile_col AS INTEGER)) AS tile_col
    FROM store.main.provinces WHERE valid_to IS NULL OR valid_to >= current_date GROUP BY name
) AS p
FULL JOIN told AS t ON t.province_now = p.name
ORDER BY p.sort_key NULLS LAST, name;

CREATE TABLE memory.main.problem_index AS
SELECT
    parse_filename(i.source_path) AS file, i.doc_id, i.page, i.kind, i.problem, i.advice, d.doc_id IS NOT NULL AS is_document,
    replace(strip_accents(lower(concat_ws(' ', parse_filename(i.source_path), i.problem))), 'đ', 'd') AS folded,
    row_number() OVER (ORDER BY
        CASE i.kind WHEN 'unread' THEN 1 WHEN 'gone' THEN 2 WHEN 'duplicate' THEN 3 ELSE 4 END, i.source_path, i.page NULLS FIRST, i.problem
    ) AS nth
FROM store.main.ingest_problems AS i
LEFT JOIN (SELECT doc_id FROM store.main.documents) AS d ON d.doc_id = i.doc_id
