import { type CodeAchievement, type CodeTitle, pascalCase, upperCase } from './code-title.ts';

/** Languages that constants are made in. */
export const languages = ['typescript', 'csharp', 'cpp', 'gdscript'] as const;

/** A language that constants are made in. */
export type Language = (typeof languages)[number];

/** Makes the constants of a title. The same title gives the same text. */
export function codeOf(title: CodeTitle, language: Language, namespace: string): string {
  return writers[language](title, namespace);
}

const writers = {
  typescript: typescriptCode,
  csharp: csharpCode,
  cpp: cppCode,
  gdscript: gdscriptCode,
} as const satisfies Record<Language, (title: CodeTitle, namespace: string) => string>;

const notice = 'Made by `laurel codegen` from the title document. Do not edit; make it anew.';

function lines(title: CodeTitle, lineOf: (one: CodeAchievement) => readonly string[]): string {
  return title.achievements.flatMap(lineOf).join('\n');
}

function typescriptCode(title: CodeTitle): string {
  return `// ${title.name}. ${notice}

/** What the service calls the title. */
export const titleId = ${title.titleId};

/** The service configuration of the title. */
export const scid = '${title.scid}';

/** Every achievement of the title by its name. */
export const achievements = {
${lines(title, ({ id, words, comment }) => [`  /** ${comment} */`, `  ${pascalCase(words)}: '${id}',`])}
} as const;

/** The id of an achievement of the title: another one does not compile. */
export type AchievementId = (typeof achievements)[keyof typeof achievements];
`;
}

function csharpCode(title: CodeTitle, namespace: string): string {
  const constants = lines(title, ({ id, words, comment }) => [
    `        /// <summary>${xmlText(comment)}</summary>`,
    `        public static readonly AchievementId ${pascalCase(words)} = new AchievementId("${id}");`,
  ]);
  return `// ${title.name}. ${notice}

namespace ${namespace}
{
    /// <summary>The id of an achievement of the title. Nothing else makes one.</summary>
    public readonly struct AchievementId
    {
        /// <summary>As the service knows it.</summary>
        public string Value { get; }

        internal AchievementId(string value) { Value = value; }

        public override string ToString() { return Value; }
    }

    /// <summary>Every achievement of the title by its name.</summary>
    public static class Achievements
    {
        /// <summary>What the service calls the title.</summary>
        public const uint TitleId = ${title.titleId};

        /// <summary>The service configuration of the title.</summary>
        public const string Scid = "${title.scid}";

${constants}
    }
}
`;
}

function cppCode(title: CodeTitle, namespace: string): string {
  const constants = lines(title, ({ id, words, comment }) => [
    `    /// ${comment}`,
    `    static constexpr AchievementId ${pascalCase(words)}() { return AchievementId("${id}"); }`,
  ]);
  return `// ${title.name}. ${notice}
#pragma once

#include <cstdint>

namespace ${namespace} {

/// What the service calls the title.
inline constexpr std::uint32_t TitleId = ${title.titleId}u;

/// The service configuration of the title.
inline constexpr const char* Scid = "${title.scid}";

/// The id of an achievement of the title. Only the names below make one.
class AchievementId {
 public:
    /// As the documented functions take it.
    constexpr const char* value() const { return value_; }

 private:
    friend struct Achievements;
    explicit constexpr AchievementId(const char* value) : value_(value) {}
    const char* value_;
};

/// Every achievement of the title by its name.
struct Achievements {
${constants}
};

}  // namespace ${namespace}
`;
}

function gdscriptCode(title: CodeTitle, namespace: string): string {
  const constants = lines(title, ({ id, words, comment }) => [
    `## ${comment}`,
    `const ${upperCase(words)} := &"${id}"`,
  ]);
  return `class_name ${namespace}
## ${title.name}. ${notice}

## What the service calls the title.
const TITLE_ID := ${title.titleId}

## The service configuration of the title.
const SCID := "${title.scid}"

${constants}
`;
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
