-- Thiếu số ở phần đầu văn bản
-- Dòng "Số: …/KH-UBND" để trống số: bản dự thảo, bản chưa vào sổ, hoặc số đóng bằng dấu mà tệp không có chữ.
-- Không xét được khi tệp không có dòng số, hoặc là tệp PDF hay bản chụp, nơi số có thể chỉ nằm trong hình.
-- severity: note
-- scan: unknown
WITH lines AS (
    SELECT doc_id, arg_min(raw, char_start) AS raw, min(char_start) AS char_start, min(char_end) AS char_end, min(page) AS page
    FROM header_sources WHERE field = 'number' GROUP BY doc_id
)
SELECT
    d.doc_id, NULL AS fact_id, l.char_start, l.char_end, l.page,
    CASE
        WHEN d.number IS NOT NULL THEN 'ok'
        WHEN d.symbol IS NULL OR l.raw IS NULL OR d.file_format = 'pdf' THEN 'unknown'
        ELSE 'fault'
    END AS verdict,
    concat('Số của văn bản để trống: «', l.raw, '».') AS message,
    NULL AS suggestion, l.raw AS evidence
FROM documents AS d
LEFT JOIN lines AS l USING (doc_id)
WHERE trim(d.text) <> ''
