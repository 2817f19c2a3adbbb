"""The till: money taken at a window, from the float in the morning to the closing that a second person confirms."""
