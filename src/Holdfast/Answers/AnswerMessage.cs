namespace Holdfast.Answers;

/// <summary>A message of an answer.</summary>
/// <param name="Markdown">What is shown.</param>
/// <param name="Text">The same in plain words, for notifications; escaped as Slack wants it.</param>
internal readonly record struct AnswerMessage(string Markdown, string Text);
