using Holdfast.Records;

namespace Holdfast.Answers.Mentions;

/// <summary>Says whom an answer may mention: only those whom the person who asked could have mentioned, and whom the model was told of.</summary>
public interface IMentionNames
{
    /// <summary>The people of one answer.</summary>
    /// <param name="asker">Who asked.</param>
    /// <param name="question">What was asked.</param>
    /// <param name="memory">The conversation that the model was given.</param>
    MentionScope Of(string asker, MessageContent question, IReadOnlyList<Turn> memory);
}
