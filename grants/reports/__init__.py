"""Reports: what came of an award. Owns `report`, `report_answer`, `spending`, `report_approval`, `outcome`."""
