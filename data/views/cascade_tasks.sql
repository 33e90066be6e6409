-- Nhiệm vụ của văn bản cấp trên và nhiệm vụ giống nhất của kế hoạch cấp dưới
-- Mỗi dòng: một nhiệm vụ của văn bản cấp trên có trong kho; likeness là phần từ chung, dưới mức least thì để trống: chưa thấy, không phải là không có
-- :document [plan] mã, số ký hiệu hoặc một phần tên tệp của kế hoạch cấp dưới
-- :least phần từ chung ít nhất, phần trăm (default 50)
WITH links AS (
    SELECT k.link_id, k.doc_id, k.upper_doc_id, p.plan, p.issuer, u.plan AS upper, p.file
    FROM plan_links AS k
    JOIN plans AS p USING (doc_id)
    JOIN plans AS u ON u.doc_id = k.upper_doc_id
    WHERE k.doc_id IN (SELECT unnest(string_split($document, chr(10))))
), worded AS (
    SELECT
        t.task_id, t.doc_id, t.text, t.deadline_raw, t.page, t.char_start,
        list_distinct(regexp_extract_all(lower(t.text), '[\p{L}\p{N}]+')) AS words,
        (SELECT string_agg(u.unit, '; ' ORDER BY u.position) FROM task_units AS u WHERE u.task_id = t.task_id AND u.role = 'lead') AS lead
    FROM tasks AS t
    WHERE t.doc_id IN (SELECT doc_id FROM links UNION SELECT upper_doc_id FROM links)
), pairs AS (
    SELECT
        l.link_id, a.task_id AS upper_task_id, b.task_id,
        100.0 * len(list_intersect(a.words, b.words)) / len(list_distinct(list_concat(a.words, b.words))) AS likeness
    FROM links AS l
    JOIN worded AS a ON a.doc_id = l.upper_doc_id
    JOIN worded AS b ON b.doc_id = l.doc_id
    QUALIFY row_number() OVER (PARTITION BY l.link_id, a.task_id ORDER BY likeness DESC, b.char_start) = 1
)
SELECT
    l.plan, l.issuer, l.upper, a.text AS upper_text, a.lead AS upper_lead, a.deadline_raw AS upper_deadline,
    CAST(round(n.likeness) AS BIGINT) AS likeness, b.text, b.lead, b.deadline_raw, b.page, l.file, l.doc_id, b.task_id
FROM links AS l
JOIN worded AS a ON a.doc_id = l.upper_doc_id
LEFT JOIN pairs AS n ON n.link_id = l.link_id AND n.upper_task_id = a.task_id AND n.likeness >= $least
LEFT JOIN worded AS b ON b.task_id = n.task_id
ORDER BY l.file, l.upper, a.char_start
