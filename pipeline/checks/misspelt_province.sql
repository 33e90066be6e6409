-- Tên tỉnh viết sai
-- Chữ sau "tỉnh" gần giống tên của đúng một tỉnh: sai một chữ cái hoặc mất dấu, do gõ hoặc do máy đọc bản chụp.
-- Không xét được khi tên đó không gần tên tỉnh nào (tên viết tắt, tên nước ngoài).
-- severity: warning
SELECT
    doc_id, province_name_id AS fact_id, char_start, char_end, page,
    CASE state WHEN 'known' THEN 'ok' WHEN 'misspelt' THEN 'fault' ELSE 'unknown' END AS verdict,
    concat('«', raw, '» có lẽ là ', province, '.') AS message,
    province AS suggestion, raw AS evidence
FROM province_names
