/** A name as it is compared: `Story Points`, `story_points` and `STORY-POINTS` are the same. */
export const plainly = (name: string): string => name.toLowerCase().replace(/[\s_'’-]+/g, "");
