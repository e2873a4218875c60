namespace Holdfast.Connection;

/// <summary>One way in.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="State"><c>Open</c>, or what it is doing instead.</param>
/// <param name="Since">Since when.</param>
public sealed record IntakeConnection(int Number, string State, DateTimeOffset Since);
