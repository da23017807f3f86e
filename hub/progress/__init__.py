"""Progress: earned value and schedule, flow and calibration: pure calculations over lines."""
