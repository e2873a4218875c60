using System.Text.Json.Serialization;

namespace Holdfast.Simulator.Interactivity;

/// <summary>Quoting of single strings.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class PlainJson : JsonSerializerContext;
