-- What is known before resolving: the days a plan's date can mean, the documents that a mention can mean, the mentions still open.

CREATE OR REPLACE TEMP MACRO bare(words) AS regexp_extract_all(lower(words), '[\p{L}\p{N}]+');
-- runs of three words: what two wordings of one title have in common
CREATE OR REPLACE TEMP MACRO runs(list) AS
    list_distinct(list_transform(list_zip(list, list[2:], list[3:], TRUE), lambda three: three[1] || ' ' || three[2] || ' ' || three[3]));
-- "Chủ tịch UBND tỉnh Hà Nam" and "UBND Hà Nam" speak for one body
CREATE OR REPLACE TEMP MACRO body_of(issuer) AS
    regexp_replace(regexp_replace(lower(issuer), '^chủ tịch ', ''), ' (tỉnh|thành phố) ', ' ');
CREATE OR REPLACE TEMP MACRO is_local(issuer) AS regexp_matches(issuer, 'UBND |HĐND |Sở |(Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ủy');

CREATE OR REPLACE TEMP TABLE known AS
WITH every AS (
    SELECT legal_id, canonical, issuer, issued_on, title, 'registry' AS told_by, verified, NULL AS doc_id FROM legal_documents
    UNION ALL
    SELECT legal_id, canonical, issuer, issued_on, title, 'corpus', 'yes', doc_id FROM documents WHERE legal_id IS NOT NULL
)
SELECT
    legal_id, first(canonical ORDER BY told_by DESC, doc_id) AS canonical, first(issuer ORDER BY told_by DESC, doc_id) AS issuer,
    first(issued_on ORDER BY told_by DESC, doc_id) FILTER (issued_on IS NOT NULL) AS issued_on,
    first(title ORDER BY told_by DESC, doc_id) FILTER (title IS NOT NULL) AS title,
    max(told_by) AS told_by, -- the registry where both know it
    first(verified ORDER BY told_by DESC, doc_id) AS verified
FROM every
GROUP BY legal_id;

CREATE OR REPLACE TEMP TABLE wanted AS
WITH placed AS (
    SELECT
        c.citation_id, c.doc_id, c.canonical, c.issuer, c.issued_on_text, c.confidence, c.char_start, c.char_end, c.kind,
        c.resolution, c.role,
        coalesce(lag(c.char_end) OVER around, 0) AS low,
        lead(c.char_start) OVER around AS high
    FROM citations AS c
    WINDOW around AS (PARTITION BY c.doc_id ORDER BY c.char_start, c.char_end)
)
SELECT p.* EXCLUDE (kind, resolution, role), d.plan_first, d.plan_last
FROM placed AS p
JOIN plan_dates AS d USING (doc_id)
WHERE p.resolution <> 'resolved' AND p.kind = 'numbered' AND p.role <> 'self' AND p.confidence >= 0.5
    AND p.canonical IN (SELECT canonical FROM known);

-- The texts pass by one after the other: left to itself, the planner would hold them all in memory to look the mentions up in them.
SET disabled_optimizers = 'join_order,build_side_probe_side';

CREATE OR REPLACE TEMP TABLE open_mentions AS
SELECT
    w.* EXCLUDE (low, high),
    -- the words up to the neighbouring mentions, within one line and one member of a list
    regexp_extract(substr(d.text, w.char_end + 1, least(coalesce(w.high, w.char_end + 300), w.char_end + 300) - w.char_end),
        '^[^;\n\t]*') AS behind,
    regexp_extract(substr(d.text, greatest(w.low, w.char_start - 250) + 1, w.char_start - greatest(w.low, w.char_start - 250)),
        '[^;\n\t]*$') AS before
FROM documents AS d
JOIN wanted AS w USING (doc_id);

RESET disabled_optimizers;

DROP TABLE wanted;

CREATE OR REPLACE TEMP TABLE candidates AS
SELECT o.citation_id, k.legal_id, runs(bare(k.title)) AS title_runs, k.told_by, k.issued_on, k.verified
FROM open_mentions AS o
JOIN known AS k USING (canonical)
WHERE coalesce(k.issued_on <= o.plan_last, TRUE) -- nobody cites what is not yet issued
    AND (o.issued_on_text IS NULL OR k.issued_on IS NULL OR left(o.issued_on_text, 4) = left(CAST(k.issued_on AS VARCHAR), 4))
    AND CASE WHEN contains(k.legal_id, ':') THEN body_of(o.issuer) = body_of(k.issuer)
        ELSE NOT coalesce(is_local(o.issuer), FALSE) END;
