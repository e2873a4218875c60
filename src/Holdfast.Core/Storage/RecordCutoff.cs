namespace Holdfast.Storage;

/// <summary>Records of a kind that have passed their retention.</summary>
/// <param name="Kind">Their kind.</param>
/// <param name="EndedBefore">Those that came to their end before this moment.</param>
public sealed record RecordCutoff(string Kind, DateTimeOffset EndedBefore);
