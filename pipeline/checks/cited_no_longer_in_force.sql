-- Căn cứ vào văn bản đã hết hiệu lực
-- Văn bản nêu ở phần căn cứ đã bị thay thế, bãi bỏ hoặc hết hiệu lực vào ngày của kế hoạch; gợi ý là văn bản thay thế.
-- Chỉ dùng ngày hết hiệu lực và quan hệ thay thế đã đối chiếu. Không rõ hiệu lực thì không xét được: không rõ không phải là còn hiệu lực.
-- severity: warning
SELECT
    c.doc_id, c.citation_id AS fact_id, c.char_start, c.char_end, c.page,
    CASE
        WHEN s.status_then = 'expired' THEN 'fault'
        WHEN s.status_then IN ('in_force', 'in_force_in_part') THEN 'ok'
        ELSE 'unknown'
    END AS verdict,
    concat(coalesce(c.canonical, c.raw), ' đã hết hiệu lực vào ngày của kế hoạch',
        CASE WHEN s.successor_id IS NULL OR s.successor_verified <> 'yes' THEN '' ELSE concat(', thay bằng ', document_said(s.successor_id),
            CASE WHEN s.successor_from IS NULL THEN '' ELSE concat(' từ ', day_said(s.successor_from)) END) END, '.') AS message,
    CASE WHEN s.successor_verified = 'yes' THEN document_said(s.successor_id) END AS suggestion, c.raw AS evidence
FROM citations AS c
LEFT JOIN citation_status AS s USING (citation_id)
WHERE c.role = 'basis'
