-- Keeps what a check saw: the check itself, the counts of every document, and the faults as findings.
INSERT INTO checks BY NAME
SELECT $check_id AS check_id, $severity AS severity, $title AS title, $explanation AS explanation;

CREATE OR REPLACE TEMP TABLE judged AS
SELECT
    p.* EXCLUDE (verdict),
    -- what a reader of images may have misread is not held against the plan
    CASE
        WHEN p.verdict = 'fault' AND NOT $trusts_scans AND coalesce(g.text_source, d.text_source) <> 'text' THEN 'unknown'
        ELSE p.verdict
    END AS verdict
FROM places AS p
JOIN documents AS d USING (doc_id)
LEFT JOIN pages AS g ON g.doc_id = p.doc_id AND g.page = p.page;

INSERT INTO check_counts BY NAME
SELECT
    $check_id AS check_id, doc_id,
    count(*) FILTER (verdict <> 'unknown') AS checked,
    count(*) FILTER (verdict = 'unknown') AS not_checked,
    count(*) FILTER (verdict = 'fault') AS found
FROM judged
GROUP BY doc_id
ORDER BY doc_id;

INSERT INTO findings BY NAME
SELECT
    -- the same over runs as long as the words stand where they stood
    left(md5(concat_ws('|', $check_id, doc_id, fact_id, char_start, char_end)), 16) AS finding_id,
    $check_id AS check_id, $severity AS severity, doc_id, fact_id, message, evidence, suggestion, page, char_start, char_end
FROM judged
WHERE verdict = 'fault'
QUALIFY row_number() OVER (PARTITION BY doc_id, fact_id, char_start, char_end ORDER BY message) = 1
ORDER BY doc_id, char_start, fact_id;
