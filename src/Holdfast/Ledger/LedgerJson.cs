using System.Text.Json.Serialization;
using Holdfast.Admission;

namespace Holdfast.Ledger;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(UsageEntry))]
[JsonSerializable(typeof(UsageLine))]
[JsonSerializable(typeof(UsageAmount))]
[JsonSerializable(typeof(AddedUp))]
internal sealed partial class LedgerJson : JsonSerializerContext;
