"""The forecast of go-live: many possible courses, drawn from what has really happened."""
