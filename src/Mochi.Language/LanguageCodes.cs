namespace Mochi.Language;

/// <summary>The diagnostic codes of the language; <c>docs/language.md</c> explains each.</summary>
internal static class LanguageCodes
{
    public const string NotUtf8 = "ML001";
    public const string UnexpectedCharacter = "ML002";
    public const string UnterminatedString = "ML003";
    public const string UnterminatedComment = "ML004";
    public const string BadEscape = "ML005";
    public const string BadNumber = "ML006";
    public const string SyntaxError = "ML010";
    public const string ReservedWord = "ML011";
    public const string TooDeep = "ML012";
    public const string BadPattern = "ML013";
    public const string BadAssignmentTarget = "ML014";
    public const string UselessStatement = "ML015";
    public const string TooManyErrors = "ML019";
    public const string UnknownName = "ML100";
    public const string UnknownType = "ML101";
    public const string UnknownField = "ML102";
    public const string DuplicateName = "ML103";
    public const string ImmutableAssignment = "ML104";
    public const string CapturedAssignment = "ML105";
    public const string OutsideLoop = "ML106";
    public const string OutsideFunction = "ML107";
    public const string UsedBeforeDeclaration = "ML108";
    public const string TypeMismatch = "ML200";
    public const string BadOperands = "ML201";
    public const string WrongArgumentCount = "ML202";
    public const string NotCallable = "ML203";
    public const string NotIndexable = "ML204";
    public const string NotIterable = "ML205";
    public const string MissingField = "ML206";
    public const string BadCondition = "ML207";
    public const string MissingReturn = "ML208";
    public const string BadCast = "ML209";
    public const string UnreachableArm = "ML210";
    public const string MissingArm = "ML211";
    public const string RecursiveType = "ML212";
    public const string Unsupported = "ML300";
    public const string Defect = "ML900";
}
