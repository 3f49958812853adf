"""The desks: the only place that knows HTTP. Words on screen live here and in templates; reasons live in the rules."""
