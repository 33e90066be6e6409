"""The page: where analysts look, check and correct. Reads the published store only; writes only corrections."""
