namespace Holdfast.Http;

/// <summary>
/// A message of an answer is larger than its purpose allows. No <see cref="IOException"/>: readers take that for a broken connection, and ask for the same
/// message again.
/// </summary>
/// <param name="most">The most bytes that are read of one.</param>
public sealed class AnswerTooLargeException(int most) : Exception($"A message of the answer is larger than {most} bytes.");
